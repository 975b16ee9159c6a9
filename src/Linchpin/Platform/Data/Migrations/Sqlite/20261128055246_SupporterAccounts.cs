using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SupporterAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "Supporter",
                table: "Accounts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "StandsBy",
                table: "AccountInvitations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Supporter",
                table: "AccountInvitations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "WithdrawnAt",
                table: "AccountInvitations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Supporter",
                table: "Accounts",
                column: "Supporter",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccountInvitations_Supporter",
                table: "AccountInvitations",
                column: "Supporter");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Accounts_Supporter",
                table: "Accounts");

            migrationBuilder.DropIndex(
                name: "IX_AccountInvitations_Supporter",
                table: "AccountInvitations");

            migrationBuilder.DropColumn(
                name: "Supporter",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "StandsBy",
                table: "AccountInvitations");

            migrationBuilder.DropColumn(
                name: "Supporter",
                table: "AccountInvitations");

            migrationBuilder.DropColumn(
                name: "WithdrawnAt",
                table: "AccountInvitations");
        }
    }
}
