using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SearchAndWiderRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Interpreter",
                table: "Clients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RecordNumber",
                table: "Clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "SafeChannels",
                table: "Clients",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            ClientSearchIndex.NumberRecords(migrationBuilder);

            migrationBuilder.CreateIndex(
                name: "IX_Clients_RecordNumber",
                table: "Clients",
                column: "RecordNumber",
                unique: true);

            ClientSearchIndex.OnSqlite(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            ClientSearchIndex.OffSqlite(migrationBuilder);

            migrationBuilder.DropIndex(
                name: "IX_Clients_RecordNumber",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Interpreter",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "RecordNumber",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "SafeChannels",
                table: "Clients");
        }
    }
}
